package main

import "fmt"

func main() {
	letters := make(chan string, 1)
	replies := make(chan string)

	for _, letter := range []string{"a", "b"} {
		select {
		case letters <- letter:
			fmt.Println("sent", letter)
		default:
			fmt.Println("no room for", letter)
		}
	}

	select {
	case reply := <-replies:
		fmt.Println("reply", reply)
	case letter := <-letters:
		fmt.Println("letter", letter)
	default:
		fmt.Println("nothing")
	}

	select {
	case reply := <-replies:
		fmt.Println("reply", reply)
	default:
		fmt.Println("no reply")
	}
}
