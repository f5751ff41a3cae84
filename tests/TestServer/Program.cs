using Linli.Server;
using Linli.TestServer;

// linli-test-server DATA URL [POSTGRES]: the real server around the small test module, for tests that kill it.
var options = new ServerOptions(args[0], args[1]);
if (args.Length > 2)
    options = options with { Database = Linli.Platform.Data.DatabaseKind.Postgres, Connection = args[2] };
await using var app = NotesServer.Build(options);
await NotesServer.Prepare(app);
await app.RunAsync();
