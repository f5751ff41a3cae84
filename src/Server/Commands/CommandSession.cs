using System.CommandLine;
using Linli.Platform.Data;
using Linli.Platform.Installation;
using Linli.Platform.Security;

namespace Linli.Server.Commands;

/// <summary>The application without its web server and background work, for verbs that act on the data and end.</summary>
internal sealed class CommandSession : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly AsyncServiceScope scope;

    private CommandSession(WebApplication app, ServerOptions options)
    {
        this.app = app;
        Options = options;
        scope = app.Services.CreateAsyncScope();
        Services.GetRequiredService<CurrentCaller>().Value = Caller.System;
    }

    public ServerOptions Options { get; }

    /// <summary>Services of one unit of work, in the name of the system.</summary>
    public IServiceProvider Services => scope.ServiceProvider;

    public DataFolder Folder => Services.GetRequiredService<DataFolder>();

    /// <summary>Builds the application; the database is not touched.</summary>
    public static CommandSession Prepare(ParseResult line, GlobalOptions global)
    {
        var options = global.Read(line);
        return new(LinliServer.Build(options, adjust: builder => builder.Logging.SetMinimumLevel(LogLevel.Warning)), options);
    }

    /// <summary>Builds the application and opens an installation that exists.</summary>
    /// <exception cref="CommandFailedException">There is none.</exception>
    public static async Task<CommandSession> Open(ParseResult line, GlobalOptions global, CancellationToken cancel)
    {
        var session = Prepare(line, global);
        var database = session.Services.GetRequiredService<DatabaseOptions>();
        var missing = database.Kind == DatabaseKind.Sqlite && !File.Exists(database.SqliteFile);
        if (missing || !await session.Services.GetRequiredService<Founding>().Open(cancel))
        {
            await session.DisposeAsync();
            throw new CommandFailedException($"{session.Options.DataFolder} 中没有邻里的数据：先运行 linli serve，或用 --data 指定。 · There is no installation there: run linli serve first, or name it with --data.");
        }

        return session;
    }

    public async ValueTask DisposeAsync()
    {
        await scope.DisposeAsync();
        await app.DisposeAsync();
    }
}
