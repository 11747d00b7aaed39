export default {
  about: "an async generator, of the language: no channel, no buffer",
  bounded: false,
  async pass(_capacity, count, visit) {
    for await (const value of numbers(count)) visit(value);
  },
};

async function* numbers(count) {
  for (let value = 0; value < count; value++) yield await value;
}
