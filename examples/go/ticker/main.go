package main

import (
	"fmt"
	"time"
)

func main() {
	begun := time.Now()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	seen := 0
	for range ticker.C {
		seen++
		fmt.Println("tick", seen)
		if seen == 3 {
			break
		}
	}
	fmt.Println("not too early:", time.Since(begun) >= 60*time.Millisecond)
}
