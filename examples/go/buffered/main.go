package main

import "fmt"

func main() {
	jobs := make(chan string, 2)
	jobs <- "one"
	jobs <- "two" // neither waits: there is room
	fmt.Println(len(jobs), "of", cap(jobs))
	go func() {
		jobs <- "three" // waits for room
		close(jobs)
	}()
	for job := range jobs {
		fmt.Println(job)
	}
}
