/** What a vendor's folder says of its accounts: the names of their variables, and the rules for tokens and URLs. */

/** How one variable is found: `DEVIN_API_URL` and `devin:apiUrl` are `{env: ["API_URL"], config: "apiUrl"}`. */
export interface VariableNames {
  /** Names in the environment, without the vendor's prefix. The first that is set counts. */
  readonly env: readonly string[];
  readonly config: string;
}

/** An organization may also stand in the program. Its input and its output have the same name in all resources of a vendor. */
export interface OrgVariableNames extends VariableNames {
  readonly input: string;
}

/** What a vendor's folder says about its accounts. */
export interface AccountDefinition {
  /** The namespace of the config and, in capitals, the prefix of the environment: `devin`. */
  readonly vendor: string;
  readonly title: string;
  readonly token: VariableNames;
  readonly url: VariableNames & { readonly default: string };
  /** Where requests name an organization. */
  readonly org?: OrgVariableNames;
  /** How many requests the vendor takes from an account in a second, where it documents that. Default: no limit until it answers 429. */
  readonly requestsASecond?: number;
  /** The vendor's statuses for a token that it does not accept, and for one that may not manage keys. Default: 401 and 403. */
  readonly refusals?: { readonly invalid: number; readonly notAllowed: number };
  /** What is wrong with a token, told without quoting it; nothing when it may be used. */
  readonly tokenProblem?: (token: string) => string | undefined;
  /** What is wrong with a URL that could be one, told without quoting it; nothing when it may be used. */
  readonly urlProblem?: (url: URL) => string | undefined;
  /** Why a well-formed token cannot be used now (it has expired). */
  readonly tokenExpiry?: (token: string) => string | undefined;
  /** Makes the API's base URL of a URL that names the host alone, as variables of the vendor's own tools do. */
  readonly baseUrl?: (url: URL) => string;
}
