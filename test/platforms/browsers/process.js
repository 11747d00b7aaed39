// Stands for Node's `process` in a page, for readable-stream.
export const env = {};
export const nextTick = (task, ...words) => queueMicrotask(() => task(...words));
