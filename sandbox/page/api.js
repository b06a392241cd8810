// Everything the page asks of the sandbox.
export async function control(verb, args) {
  const answer = await fetch(`/control/${verb}`, { method: "POST", body: JSON.stringify(args ?? {}) });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error);
  return body.result ?? body;
}

export async function look(viewer) {
  const answer = await fetch(`/control/state?last=80&viewer=${viewer ?? 0}`);
  return answer.json();
}

export function listen(onEvent, onOpen) {
  const feed = new EventSource("/control/feed");
  feed.onmessage = (message) => onEvent(JSON.parse(message.data));
  feed.onopen = onOpen;
}

export async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
