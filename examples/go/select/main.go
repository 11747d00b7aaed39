package main

import "fmt"

func fibonacci(numbers chan<- int, quit <-chan bool) {
	x, y := 0, 1
	for {
		select {
		case numbers <- x:
			x, y = y, x+y
		case <-quit:
			fmt.Println("quit")
			return
		}
	}
}

func main() {
	numbers := make(chan int)
	quit := make(chan bool)
	go func() {
		for range 6 {
			fmt.Println(<-numbers)
		}
		quit <- true
	}()
	fibonacci(numbers, quit)
}
