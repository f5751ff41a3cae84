using System.CommandLine;
using Linli.Server.Simulation;

namespace Linli.Server.Commands;

/// <summary><c>linli simulate-gate</c>: a simulated gate keeps its list from a running server, to try things out without a door.</summary>
internal sealed class SimulateGateVerb : IVerb
{
    private readonly Option<string> url = new("--url") { Description = "服务的地址 · address of a server", HelpName = "URL", DefaultValueFactory = _ => ServerOptions.DefaultUrls };

    private readonly Option<string> key = new("--key") { Description = "登记门禁时给出的密钥 · key shown when the gate was registered", Required = true };

    private readonly Option<string> secret = new("--secret") { Description = "登记门禁时给出的 secret · secret shown when the gate was registered", Required = true };

    public Command Build(GlobalOptions global)
    {
        var command = new Command("simulate-gate", "模拟一个门禁设备 · be a simulated gate of a running server") { url, key, secret };
        command.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValue(url), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                result.AddError("--url: http://…");
            if (!Convert.TryFromBase64String(result.GetValue(secret) ?? "", new byte[64], out var length) || length != 32)
                result.AddError("--secret: base64");
        });
        command.SetAction((line, cancel) => Run(line.GetValue(url)!, line.GetValue(key)!, line.GetValue(secret)!, cancel));
        return command;
    }

    private static async Task<int> Run(string url, string key, string secret, CancellationToken cancel)
    {
        const int Wait = 25;
        using var server = new HttpClient { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(60) };
        var gate = new SimulatedGate(server, key, secret, TimeProvider.System);
        while (!cancel.IsCancellationRequested)
        {
            var before = gate.Have;
            if (!await gate.Pull(Wait, cancel))
                throw new CommandFailedException($"{url} 不接受这个密钥，或没有回答。 · {url} does not take this key, or does not answer.");
            if (gate.Have != before)
                Say.Line($"名单 list {gate.Have}: {gate.Count}, {gate.GoodUntil:HH:mm:ss} UTC");
        }

        return 0;
    }
}
