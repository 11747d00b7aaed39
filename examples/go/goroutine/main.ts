async function work() {
  console.log("in the goroutine");
  return await Promise.resolve("its result");
}

const done = work();
console.log(await done);
