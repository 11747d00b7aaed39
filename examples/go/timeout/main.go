package main

import (
	"fmt"
	"time"
)

func main() {
	news := make(chan string, 2)
	news <- "one"
	news <- "two"

	for {
		select {
		case text := <-news:
			fmt.Println("news:", text)
		case <-time.After(50 * time.Millisecond):
			fmt.Println("quiet for 50 ms")
			return
		}
	}
}
