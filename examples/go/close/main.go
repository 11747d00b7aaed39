package main

import "fmt"

func main() {
	numbers := make(chan int, 1)
	numbers <- 1
	close(numbers)

	n, ok := <-numbers
	fmt.Println(n, ok)
	_, ok = <-numbers
	fmt.Println("more:", ok)

	defer func() {
		if recover() != nil {
			fmt.Println("refused")
		}
	}()
	numbers <- 2 // panics
}
