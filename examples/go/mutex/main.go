package main

import (
	"fmt"
	"sync"
	"time"
)

type account struct {
	mu      sync.Mutex
	balance int
}

func (a *account) deposit(amount int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	before := a.balance
	time.Sleep(time.Millisecond) // as a database would
	a.balance = before + amount
}

func main() {
	var a account
	var wg sync.WaitGroup
	for range 10 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			a.deposit(5)
		}()
	}
	wg.Wait()
	fmt.Println(a.balance)
}
