using Linli.Server.Commands;

return await CommandLine.Run(args);
