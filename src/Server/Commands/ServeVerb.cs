using System.CommandLine;
using System.Diagnostics;
using Linli.Platform.Demo;
using Linli.Platform.Installation;
using Linli.Sensing;
using Linli.Server.Simulation;
using Microsoft.AspNetCore.Connections;
using Spectre.Console;

namespace Linli.Server.Commands;

/// <summary><c>linli serve</c>: runs the server; an empty data folder becomes the demo community unless told otherwise.</summary>
internal sealed class ServeVerb : IVerb
{
    private readonly Option<bool> noDemo = new("--no-demo")
    {
        Description = "空白开始，不装演示社区 · start empty, without the demo community",
    };

    private readonly Option<bool> noLife = new("--no-life")
    {
        Description = "演示社区不自己动 · let nothing happen by itself in the demo community",
    };

    private readonly Option<string?> adminLogin = new("--admin-login")
    {
        Description = "首位管理员的登录名 · sign-in name of the first administrator (with --no-demo); the password is asked for, or taken from LINLI__ADMIN_PASSWORD",
        HelpName = "NAME",
    };

    public Command Build(GlobalOptions global)
    {
        var command = new Command("serve", "运行服务 · run the server (what happens when no verb is named)") { noDemo, noLife, adminLogin };
        command.SetAction(async (line, cancel) =>
        {
            var began = Stopwatch.GetTimestamp();
            await using var app = LinliServer.Build(global.Read(line));
            if (!await app.Services.GetRequiredService<Founding>().Open(cancel))
                await FoundInstallation(app.Services, line, cancel);
            await Listen(app, cancel);
            Banner(app, Stopwatch.GetElapsedTime(began));
            StartLife(app, line);
            await app.WaitForShutdownAsync(cancel);
            return 0;
        });
        return command;
    }

    private static async Task Listen(WebApplication app, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new CommandFailedException(
                "这个端口已被占用，可能已有一个在运行；用 --urls http://127.0.0.1:5081 换一个。 · The port is taken, perhaps by a server that is running already: choose another with --urls http://127.0.0.1:5081.");
        }
    }

    private async Task FoundInstallation(IServiceProvider services, ParseResult line, CancellationToken cancel)
    {
        var founding = services.GetRequiredService<Founding>();
        if (!line.GetValue(noDemo))
        {
            var samples = Samples.Folder() ?? throw new CommandFailedException(
                "找不到 samples/hefengli：用 --no-demo 空白开始。 · samples/hefengli is not beside the program: start with --no-demo.");
            AnsiConsole.MarkupLine("[grey]正在建立演示社区 和风里 · making the demo community[/]");
            await founding.FoundDemo(samples, name => Say.Line($"[grey]  {name}[/]"), cancel);
            return;
        }

        var login = line.GetValue(adminLogin) ?? throw new CommandFailedException(
            "空白开始需要首位管理员：--admin-login NAME。 · Starting empty needs the first administrator: --admin-login NAME.");
        var password = AskPassword();
        await founding.FoundBare(fresh => CreateAdministrator(fresh, login, password, cancel), cancel);
    }

    // Never outside the demo: the accounts that live there exist nowhere else.
    private void StartLife(WebApplication app, ParseResult line)
    {
        var isOn = app.Services.GetRequiredService<DemoMode>().IsDemo && !line.GetValue(noLife) && app.Configuration.GetValue("Demo:Life", true);
        if (isOn && Samples.Folder() is { } samples)
            _ = DemoLife.Run(
                OwnAddress(app.Urls.First()), app.Services.GetRequiredService<ILines>().EndPointOf(DeviceProtocols.Gb26875), samples, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Linli.Demo"),
                app.Services.GetRequiredService<TimeProvider>(), app.Lifetime.ApplicationStopping);
    }

    // What one listens on is not always what one can call: every address of the machine is 0.0.0.0 or [::].
    private static string OwnAddress(string url) => url
        .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "[::1]", StringComparison.Ordinal)
        .Replace("//+", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1", StringComparison.Ordinal);

    private static string AskPassword()
    {
        if (Environment.GetEnvironmentVariable("LINLI__ADMIN_PASSWORD") is { Length: > 0 } given)
            return given;
        if (Console.IsInputRedirected)
            throw new CommandFailedException("请设置 LINLI__ADMIN_PASSWORD。 · Set LINLI__ADMIN_PASSWORD: there is no keyboard to ask for it.");
        return AnsiConsole.Prompt(new TextPrompt<string>("管理员密码 · administrator's password").Secret());
    }

    private static async Task CreateAdministrator(IServiceProvider services, string login, string password, CancellationToken cancel)
    {
        var made = await services.GetRequiredService<IFirstAdministrator>().Create(login, password, cancel);
        if (!made.Ok)
            throw new CommandFailedException(string.Join(Environment.NewLine, made.Problems.Select(p => $"{p.Message.Zh} · {p.Message.En}")));
    }

    private static void Banner(WebApplication app, TimeSpan took)
    {
        var demo = app.Services.GetRequiredService<DemoMode>().IsDemo;
        Say.Line($"[bold]邻里 Linli[/]  {string.Join("  ", app.Urls)}  [grey]({took.TotalSeconds:0.0} s)[/]");
        if (demo)
            AnsiConsole.MarkupLine("演示社区 和风里；登录方式见 README「演示账号」 · the demo community; its sign-ins are listed in the README");
        AnsiConsole.MarkupLine("[grey]Ctrl+C 停止 · stops[/]");
    }
}
