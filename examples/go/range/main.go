package main

import "fmt"

func count(to int) <-chan int {
	numbers := make(chan int)
	go func() {
		defer close(numbers)
		for n := 1; n <= to; n++ {
			numbers <- n
		}
	}()
	return numbers
}

func main() {
	numbers := count(5)
	for n := range numbers {
		fmt.Println("first loop:", n)
		if n == 2 {
			break
		}
	}
	for n := range numbers {
		fmt.Println("second loop:", n)
	}
}
