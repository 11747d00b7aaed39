package main

import "fmt"

func squares(quit <-chan struct{}) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		defer fmt.Println("the generator has ended")
		for n := 1; ; n++ {
			select {
			case out <- n * n:
			case <-quit:
				return
			}
		}
	}()
	return out
}

func main() {
	quit := make(chan struct{})
	numbers := squares(quit)
	for n := range numbers {
		fmt.Println(n)
		if n == 9 {
			break
		}
	}
	close(quit)
	for range numbers { // until it has closed
	}
	fmt.Println("left")
}
