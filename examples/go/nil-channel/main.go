package main

import "fmt"

func from(numbers ...int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for _, n := range numbers {
			out <- n
		}
	}()
	return out
}

func main() {
	odd, even := from(1, 3, 5), from(2, 4)
	sum := 0
	for odd != nil || even != nil {
		select {
		case n, ok := <-odd:
			if !ok {
				odd = nil // never ready again
			}
			sum += n
		case n, ok := <-even:
			if !ok {
				even = nil
			}
			sum += n
		}
	}
	fmt.Println("sum:", sum)
}
