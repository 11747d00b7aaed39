import { Mutex, sleep } from "sluice";

class Account {
  balance = 0;
  readonly #mutex = new Mutex();

  async deposit(amount: number) {
    using _ = await this.#mutex.acquire();
    const before = this.balance;
    await sleep(1); // as a database would
    this.balance = before + amount;
  }
}

const account = new Account();
await Promise.all(Array.from({ length: 10 }, () => account.deposit(5)));
console.log(account.balance);
