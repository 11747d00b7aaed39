import { BehaviorSubject, bufferCount, concatMap, defer, from, lastValueFrom, mergeMap, retry, toArray } from "rxjs";

const load = async (id: number) => await Promise.resolve(`#${id}`);

const pairs = from([1, 2, 3, 4]).pipe(mergeMap(load, 2), bufferCount(2), toArray());
console.log((await lastValueFrom(pairs)).join(" | "));

let opened = 0;
const source = defer(() => ++opened < 3 ? Promise.reject(new Error("lost")) : from([5, 6]));
const again = source.pipe(retry({ count: 3, delay: 1 }), concatMap(load), toArray());
console.log((await lastValueFrom(again)).join(" "), "after", opened);

const theme = new BehaviorSubject("light");
theme.subscribe((value) => console.log(value));
theme.next("dark");
theme.complete();

// Output:
// #1,#2 | #3,#4
// #5 #6 after 3
// light
// dark
