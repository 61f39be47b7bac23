console.log("a line before the end");
throw new Error("a mistake of the program's");
