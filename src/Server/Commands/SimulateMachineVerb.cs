using System.CommandLine;
using Linli.MachineSimulator;

namespace Linli.Server.Commands;

/// <summary><c>linli simulate-machine</c>: a simulated rice mill or cabinet of a running server, to try things out without metal.</summary>
internal sealed class SimulateMachineVerb : IVerb
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly Option<string> url = new("--url") { Description = "服务的地址 · address of a server", HelpName = "URL", DefaultValueFactory = _ => ServerOptions.DefaultUrls };

    private readonly Option<string> key = new("--key") { Description = "登记设备时给出的密钥 · key shown when the machine was registered", Required = true };

    private readonly Option<string?> journal = new("--journal") { Description = "日志文件，断电后从这里继续 · file of its journal: it goes on from there", HelpName = "FILE" };

    private readonly Option<long> take = new("--take")
    {
        Description = "柜门打开后从 1 号货层取几克再关门 · grams to take from shelf 1 before it closes the door", DefaultValueFactory = _ => 820,
    };

    public Command Build(GlobalOptions global)
    {
        var command = new Command("simulate-machine", "模拟一台碾米机或果蔬柜 · be a simulated mill or cabinet of a running server") { url, key, journal, take };
        command.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValue(url), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                result.AddError("--url: http://…");
        });
        command.SetAction((line, cancel) => Run(line.GetValue(url)!, line.GetValue(key)!, line.GetValue(journal), line.GetValue(take), cancel));
        return command;
    }

    private static async Task<int> Run(string url, string key, string? file, long take, CancellationToken cancel)
    {
        using var server = new HttpClient { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(60) };
        using var machine = new SimulatedMachine(
            server, key, TimeProvider.System, file is not null && File.Exists(file) ? await File.ReadAllTextAsync(file, cancel) : null, text => Keep(file, text));
        if (!await machine.Beat(cancel))
            throw new CommandFailedException($"{url} 不接受这个密钥，或没有回答。 · {url} does not take this key, or does not answer.");
        var wait = Tick;
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(wait, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                wait = await Work(machine, take, cancel) ? Tick : Longer(wait);
            }
            catch (HttpRequestException e)
            {
                // Nobody answers: the journal keeps everything, and it asks again.
                wait = Longer(wait);
                Say.Line($"{e.Message} {wait.TotalSeconds:0} s");
            }
        }

        return 0;
    }

    // 1, 2, 4 … at most 30 seconds, as docs/machines.md asks.
    private static TimeSpan Longer(TimeSpan wait) => TimeSpan.FromSeconds(Math.Min(30, wait.TotalSeconds * 2));

    private static async Task<bool> Work(SimulatedMachine machine, long take, CancellationToken cancel)
    {
        var answered = await machine.Pull(machine.Journal is { DoorOpen: false, Milling: null, Unsent.Count: 0 } ? 20 : 0, cancel);
        var now = machine.Journal;
        if (now.Milling is not null)
            machine.Mill(40);
        else if (now.BagReady)
            machine.TakeBag();
        else if (now.DoorOpen)
        {
            machine.TakeOut(1, take);
            machine.CloseDoor();
        }

        if (machine.Journal.Unsent.Count == 0)
            return answered;
        Say.Line($"事件 events {machine.Journal.Seq}");
        return await machine.Post(cancel);
    }

    // Whole or not at all: a power cut in the middle of writing must not cost the journal.
    private static void Keep(string? file, string text)
    {
        if (file is null)
            return;
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }
}
