export default {
  about: "the text of this library, read by the engine, but not run",
  limit: true,
};
