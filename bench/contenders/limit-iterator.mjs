export default {
  about: "for await over a hand-written iterator whose results are ready: the floor under any iterator",
  limit: true,
  async pass(_capacity, count, visit) {
    let value = 0;
    const next = () =>
      Promise.resolve(
        value < count ? { done: false, value: value++ } : { done: true, value: undefined },
      );
    for await (const each of { [Symbol.asyncIterator]: () => ({ next }) }) {
      visit(each);
    }
  },
};
