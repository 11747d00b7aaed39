package main

import "fmt"

func main() {
	done := make(chan string)
	go func() {
		fmt.Println("in the goroutine")
		done <- "its result"
	}()
	fmt.Println(<-done)
}
