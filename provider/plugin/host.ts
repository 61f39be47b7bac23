/**
 * The native plugin's gRPC service: it hands each call to core, and core's answer to the engine.
 *
 * It must never decide anything about a key. Core decides, as it does for the resources of a TypeScript program.
 */
import { type ServerUnaryCall, type sendUnaryData, status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import type { dynamic } from "@pulumi/pulumi";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  DiffResponse,
  GetSchemaResponse,
  PropertyDiff,
  ProviderHandshakeResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { joinRun, providerOf } from "../core/engine/provider";
import type { Origin } from "../core/program/inputs";
import { nativeToken, unknownType } from "../core/program/type-tokens";
import type { Subject } from "../core/values/say";
import type { Definition } from "../core/vendor/definition";
import type { EngineLog } from "./engine-log";
import { failureOf } from "./failure";
import { type Named, originOf } from "./origin";
import { createdInPreview, updatedInPreview } from "./preview";
import { onTheWire, plain } from "./properties";
import { configFailures, providerConfig } from "./provider-config";

interface Served {
  readonly definition: Definition;
  readonly provider: Required<dynamic.ResourceProvider>;
}

interface Package {
  readonly version: string;
  /** The text of schema.json. */
  readonly schema: string;
}

export class PluginHost {
  readonly #package: Package;
  readonly #served: ReadonlyMap<string, Served>;
  /** The URN of the explicit provider that this process is; nothing where it is the default one. Components may give two providers one name. */
  #provider: string | undefined;
  /** By the hash of a resource: where its lines belong. */
  readonly #urns = new Map<string, string>();
  readonly #engineAddress: string | undefined;

  /** The processes of one run have the same `engineAddress`. */
  constructor(definitions: readonly Definition[], of: Package, engineAddress: string | undefined) {
    this.#package = of;
    this.#engineAddress = engineAddress;
    this.#served = new Map(
      definitions.map((definition) => [nativeToken(definition.type), { definition, provider: whole(definition) }]),
    );
  }

  /** Shows a line at the resource that it is about. */
  speakThrough(log: EngineLog): (line: string, subject?: Subject) => void {
    return (line, subject) => log.info(line, subject?.hash && this.#urns.get(subject.hash));
  }

  get service(): UntypedServiceImplementation {
    return {
      handshake: answering(() => new ProviderHandshakeResponse()),
      getPluginInfo: answering(() => new PluginInfo().setVersion(this.#package.version)),
      getSchema: answering(() => new GetSchemaResponse().setSchema(this.#package.schema)),
      checkConfig: answering((request: CheckRequest) => this.#checkConfig(request)),
      diffConfig: answering(() => new DiffResponse()),
      configure: answering((request: ConfigureRequest) => this.#configure(request)),
      check: answering((request: CheckRequest) => this.#check(request)),
      diff: answering((request: DiffRequest) => this.#diff(request)),
      create: answering((request: CreateRequest) => this.#create(request)),
      read: answering((request: ReadRequest) => this.#read(request)),
      update: answering((request: UpdateRequest) => this.#update(request)),
      delete: answering((request: DeleteRequest) => this.#delete(request)),
      // A request under way is finished: the engine waits for its answer, and writes it down.
      cancel: answering(() => new Empty()),
    };
  }

  #checkConfig(request: CheckRequest): CheckResponse {
    const definitions = [...this.#served.values()].map(({ definition }) => definition);
    return new CheckResponse()
      .setInputs(request.getNews())
      .setFailuresList(configFailures(Object.keys(plain(request.getNews())), definitions));
  }

  async #configure(request: ConfigureRequest): Promise<ConfigureResponse> {
    const variables = new Map(
      request
        .getVariablesMap()
        .toObject(false)
        .map(([name, value]) => [name.replace(/^.*:config:/, ""), value]),
    );
    const name = request.getName() ?? "";
    const isExplicit = !ofTheEngine.test(name);
    if (isExplicit) this.#provider = request.getUrn() ?? name;
    if (this.#engineAddress) joinRun(this.#engineAddress);
    const config = providerConfig(variables, { isExplicit });
    for (const { provider } of this.#served.values()) await provider.configure({ config: config as never });
    return new ConfigureResponse();
  }

  async #check(request: CheckRequest): Promise<CheckResponse> {
    const { provider, origin } = this.#asked(request);
    const { inputs, failures } = await provider.check(plain(request.getOlds()), {
      ...plain(request.getNews()),
      __origin: origin,
    });
    const response = new CheckResponse().setInputs(onTheWire(inputs));
    response.setFailuresList(
      (failures ?? []).map(({ property, reason }) => new CheckFailure().setProperty(property).setReason(reason)),
    );
    return response;
  }

  async #diff(request: DiffRequest): Promise<DiffResponse> {
    const { provider } = this.#asked(request);
    const [outputs, news] = [plain(request.getOlds()), plain(request.getNews())];
    const { changes, replaces = [], deleteBeforeReplace } = await provider.diff(request.getId(), outputs, news);
    const response = new DiffResponse()
      .setChanges(changes ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE)
      .setReplacesList(replaces)
      .setDeletebeforereplace(deleteBeforeReplace ?? false);
    // Only a replacement tells its properties. For `replaceOnChanges: ["*"]` any property is a reason to replace, also in a rotation in place.
    response.setHasdetaileddiff(replaces.length > 0);
    const replacing = new PropertyDiff().setKind(PropertyDiff.Kind.UPDATE_REPLACE);
    for (const name of replaces) response.getDetaileddiffMap().set(name, replacing);
    return response;
  }

  async #create(request: CreateRequest): Promise<CreateResponse> {
    const { definition, provider } = this.#asked(request);
    const inputs = plain(request.getProperties());
    if (request.getPreview())
      return new CreateResponse().setProperties(onTheWire(createdInPreview(definition, inputs)));
    const { id, outs } = await provider.create(inputs);
    return new CreateResponse().setId(id).setProperties(onTheWire(outs ?? {}));
  }

  async #read(request: ReadRequest): Promise<ReadResponse> {
    const { provider } = this.#asked(request);
    const outputs = plain(request.getProperties());
    if (Object.keys(outputs).length === 0) throw new Error(noImport);
    const { id, props } = await provider.read(request.getId(), outputs);
    if (id === undefined || id === "") return new ReadResponse();
    const inputs = request.getInputs();
    return new ReadResponse()
      .setId(id)
      .setProperties(onTheWire(props ?? {}))
      .setInputs(inputs);
  }

  async #update(request: UpdateRequest): Promise<UpdateResponse> {
    const { definition, provider } = this.#asked(request);
    const olds = plain(request.getOlds());
    const news = plain(request.getNews());
    if (request.getPreview())
      return new UpdateResponse().setProperties(onTheWire(updatedInPreview(definition, olds, news)));
    const { outs } = await provider.update(request.getId(), olds, news);
    return new UpdateResponse().setProperties(onTheWire(outs ?? {}));
  }

  async #delete(request: DeleteRequest): Promise<Empty> {
    const { provider } = this.#asked(request);
    await provider.delete(request.getId(), plain(request.getProperties()));
    return new Empty();
  }

  /** What serves a request, and whose key the request is about. */
  #asked(request: Asked): Served & { readonly origin: Origin } {
    const type = request.getType();
    const served = this.#served.get(type);
    if (!served) throw new Error(unknownType(type));
    const origin = originOf(request, served.definition, this.#provider);
    this.#urns.set(origin.hash, request.getUrn());
    return { ...served, origin };
  }
}

interface Asked extends Named {
  /** The type's token. */
  getType(): string;
}

/** The names of the providers that the engine makes for resources without an explicit one: `default`, `default_0_1_0`. */
const ofTheEngine = /^default(_\d+_\d+_\d+.*|_https?.*)?$/;

const unsendable =
  "pulumi-apikeys: an answer that cannot be sent. Please report it. Look at the vendor for a key that the state does not have.";

const noImport =
  "`pulumi import` and `get` do not work for keys: no vendor shows a key's value again. " +
  "Write `adopt` with the key's id in the program instead. No key was touched.";

function whole(definition: Definition): Required<dynamic.ResourceProvider> {
  return providerOf(definition) as Required<dynamic.ResourceProvider>;
}

type Handler = (call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<unknown>) => void;

function answering<Request, Response>(answer: (request: Request) => Response | Promise<Response>): Handler {
  return ({ request }, reply) => {
    Promise.resolve()
      .then(() => answer(request as Request))
      .then(
        (response) => reply(null, response),
        (error: Error) => reply(failureOf(error)),
      )
      // An answer that cannot be sent: without any answer, the engine would wait for ever.
      .catch(() => reply({ code: status.UNKNOWN, details: unsendable }));
  };
}
