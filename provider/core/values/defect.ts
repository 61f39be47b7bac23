/** What the code rules out has happened. A user reads the file and the line alone: the text is for maintainers. */
export class Defect extends Error {}
