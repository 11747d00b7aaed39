// A component that shows the newest position of the pointer, no matter how many events arrive between two renderings.
import { StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { sliding } from "sluice";
import { fromEvents } from "sluice/web";
import { useLatest } from "./use-latest.ts";

const moves = () =>
  fromEvents(window, "pointermove", {
    buffer: sliding(1),
    map: ({ clientX, clientY }: PointerEvent) => `${clientX}, ${clientY}`,
  });

export function Pointer() {
  const position = useLatest(moves, "nowhere");
  return <output>{position}</output>;
}

/** Renders it into a page; `unmount` of the returned root removes it. */
export function show(place: Element): Root {
  const root = createRoot(place);
  root.render(
    <StrictMode>
      <Pointer />
    </StrictMode>,
  );
  return root;
}
