/**
 * Request validation in the words of FastAPI's 422, which Devin and nekuda answer with. It only describes problems: each vendor
 * wraps them in its own body.
 */
import { type Asked, fieldOf, isObject } from "./asked";

export interface Problem {
  loc: string[];
  msg: string;
  type: string;
}

interface TextLimits {
  minLength?: number;
  maxLength?: number;
  isOptional?: boolean;
}

export function bodyProblems({ body, bodyProblem }: Asked): Problem[] {
  const problem = (msg: string, type: string): Problem[] => [{ loc: ["body"], msg, type }];
  if (isObject(body)) return [];
  if (bodyProblem === "invalid-json") return problem("JSON decode error", "json_invalid");
  if (bodyProblem === undefined && body === undefined) return problem("Field required", "missing");
  return problem("Input should be a valid dictionary or object to extract fields from", "model_attributes_type");
}

export function textProblems(body: unknown, field: string, limits: TextLimits = {}): Problem[] {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, isOptional = false } = limits;
  const value = fieldOf(body, field);
  const problem = (msg: string, type: string): Problem[] => [{ loc: ["body", field], msg, type }];
  if (isOptional && (value === undefined || value === null)) return [];
  if (value === undefined) return problem("Field required", "missing");
  if (typeof value !== "string") return problem("Input should be a valid string", "string_type");
  // These vendors' servers run Python, which counts code points.
  const { length } = [...value];
  if (length < minLength) {
    return problem(`String should have at least ${minLength} character(s)`, "string_too_short");
  }
  if (length > maxLength) {
    return problem(`String should have at most ${maxLength} character(s)`, "string_too_long");
  }
  return [];
}

export function integerProblems(query: URLSearchParams, name: string, least: number, most: number): Problem[] {
  const value = query.get(name);
  const problem = (msg: string, type: string): Problem[] => [{ loc: ["query", name], msg, type }];
  if (value === null) return [];
  if (!/^-?\d+$/.test(value)) return problem("Input should be a valid integer", "int_parsing");
  if (Number(value) < least) return problem(`Input should be greater than or equal to ${least}`, "greater_than_equal");
  if (Number(value) > most) return problem(`Input should be less than or equal to ${most}`, "less_than_equal");
  return [];
}
