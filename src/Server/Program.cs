using Linli.Server;

var app = LinliServer.Build(new(Path.GetFullPath("data")));
await app.RunAsync();
