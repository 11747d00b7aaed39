export default {
  about: "an empty module",
  limit: true,
};
