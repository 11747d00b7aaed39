/**
 * Return a response whose body is that of another, in capital letters. So far it waits for the whole body, which may
 * have no end. Put a pipeline between: decode, `map`, `toReadable`, encode. Observe that the source is cancelled when
 * the reader cancels, without a line of yours.
 */
export async function loud(response: Response): Promise<Response> {
  const text = await response.text();
  return new Response(text.toUpperCase());
}
