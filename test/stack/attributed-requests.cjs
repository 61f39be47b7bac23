// A preload for the provider process. It adds to the query of each request but a GET the resource for which the request was sent, and the
// process. So a test can tell whose request it was. The vendor's answer must never depend on it.
const { AsyncLocalStorage } = require("node:async_hooks");
const { randomUUID } = require("node:crypto");
const { subscribe } = require("node:diagnostics_channel");
const { Server } = require("@grpc/grpc-js");

const run = randomUUID();
const resources = new AsyncLocalStorage();

const { addService } = Server.prototype;
Server.prototype.addService = function (service, handlers) {
  const attributed = new Proxy(handlers, {
    get(target, name) {
      const handle = target[name];
      if (typeof handle !== "function") return handle;
      const resource = ({ request }) => request.getUrn?.().split("::").at(-1);
      return (call, done) => resources.run(resource(call), () => handle.call(target, call, done));
    },
  });
  return addService.call(this, service, attributed);
};

subscribe("undici:request:create", ({ request }) => {
  if (request.method === "GET") return;
  request.path += `?${new URLSearchParams({ resource: resources.getStore() ?? "", run })}`;
});
