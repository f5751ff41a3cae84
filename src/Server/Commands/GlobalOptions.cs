using System.CommandLine;
using Linli.Platform.Data;

namespace Linli.Server.Commands;

/// <summary>Options that every verb takes.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string?> data = new("--data")
    {
        Description = "数据文件夹 · the data folder (default: ./data)", HelpName = "DIR", Recursive = true,
    };

    private readonly Option<string?> urls = new("--urls")
    {
        Description = "监听地址 · addresses to listen on (default: " + ServerOptions.DefaultUrls + ")", HelpName = "URLS", Recursive = true,
    };

    private readonly Option<string?> database = new Option<string?>("--database")
    {
        Description = "数据库 · the database (default: sqlite)", Recursive = true,
    }.AcceptOnlyFromAmong("sqlite", "postgres");

    private readonly Option<string?> connection = new("--connection")
    {
        Description = "连接字符串 · the connection string", HelpName = "TEXT", Recursive = true,
    };

    public void AddTo(Command root)
    {
        root.Options.Add(data);
        root.Options.Add(urls);
        root.Options.Add(database);
        root.Options.Add(connection);
    }

    /// <summary>Flags first, then <c>LINLI__DATA</c>, then <c>data</c> in the current directory.</summary>
    public ServerOptions Read(ParseResult line) => new(
        Path.GetFullPath(line.GetValue(data) ?? Environment.GetEnvironmentVariable("LINLI__DATA") ?? "data"),
        line.GetValue(urls),
        line.GetValue(database) is { } kind ? Enum.Parse<DatabaseKind>(kind, ignoreCase: true) : null,
        line.GetValue(connection));
}
