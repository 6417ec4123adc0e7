// Handed over in another tab, or come back to from the browser's memory: this page asks the server anew, which shows what may
// be seen now.
new BroadcastChannel("cairn-handed-over").addEventListener("message", () => location.reload());
addEventListener("pageshow", (event) => event.persisted && location.reload());
