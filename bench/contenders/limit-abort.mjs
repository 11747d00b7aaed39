export default {
  about: "what the engine itself needs: a promise and a listener for each signal",
  limit: true,
  bounded: true,
  open: () => undefined,
  async cancelEach(_channel, count, measure) {
    const controllers = Array.from(
      { length: count },
      () => new AbortController(),
    );
    let told = 0;
    const waiting = controllers.map(({ signal }) => rejection(signal).catch(() => told++));
    await measure(async () => {
      for (const controller of controllers) controller.abort("enough");
      await Promise.all(waiting);
    });
    return told;
  },
  async cancelAll(_channel, count, measure) {
    const controller = new AbortController();
    let told = 0;
    const rejects = [];
    const waiting = Array.from(
      { length: count },
      () => new Promise((_, reject) => rejects.push(reject)),
    );
    const caught = waiting.map((promise) => promise.catch(() => told++));
    controller.signal.addEventListener(
      "abort",
      () => rejects.forEach((reject) => reject(controller.signal.reason)),
    );
    await measure(async () => {
      controller.abort("enough");
      await Promise.all(caught);
    });
    return told;
  },
};

function rejection(signal) {
  return new Promise((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason), {
      once: true,
    })
  );
}
