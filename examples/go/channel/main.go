package main

import (
	"fmt"
	"strings"
)

func shout(words <-chan string, loud chan<- string) {
	for {
		word := <-words
		loud <- strings.ToUpper(word) + "!"
	}
}

func main() {
	words := make(chan string)
	loud := make(chan string)
	go shout(words, loud)
	words <- "hello"
	fmt.Println(<-loud)
	words <- "gophers"
	fmt.Println(<-loud)
}
