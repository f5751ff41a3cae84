using System.Net.Sockets;
using System.Text;
using Linli.Sensing;
using Linli.Sensing.Lines;
using Microsoft.Extensions.Logging.Abstractions;

namespace Linli.Devices.Tests.Tcp;

public sealed class ListenerTests
{
    [Fact]
    public async Task Listener_WhenThePortIsTaken_LeavesOutThatProtocolOnly()
    {
        await using var first = await LineBed.Open(_ => new Echo());
        using var second = new LineService(
            [new Echo(first.Port), new Echo(0, "other")], Microsoft.Extensions.Options.Options.Create(new LinesOptions()), new(first.Time), first.Time, NullLoggerFactory.Instance);
        await second.StartAsync(CancellationToken.None);
        second.EndPointOf("echo").ShouldBeNull();
        second.EndPointOf("other").ShouldNotBeNull();
        await second.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Listener_WhenThereAreTooMany_RefusesTheNewOne()
    {
        await using var bed = await LineBed.Open(_ => new Echo(most: 1));
        using var first = await bed.Connect();
        await first.SendAsync("a"u8.ToArray());
        (await first.Read(1)).ShouldBe("a"u8.ToArray());
        (await IsTurnedAway(bed)).ShouldBeTrue();
        await first.SendAsync("b"u8.ToArray());
        (await first.Read(1)).ShouldBe("b"u8.ToArray());
    }

    [Fact]
    public async Task Listener_WhenADeviceIsSilent_HangsUp()
    {
        await using var bed = await LineBed.Open(_ => new Echo());
        using var socket = await bed.Connect();
        await socket.SendAsync("a"u8.ToArray());
        await socket.Read(1);
        bed.Service.Sweep();
        bed.Service.OpenOf("echo").ShouldBe(1);
        bed.Time.Move(TimeSpan.FromSeconds(31));
        bed.Service.Sweep();
        (await socket.IsHungUp()).ShouldBeTrue();
    }

    [Fact]
    public async Task Listener_WhenSwitchedOff_ListensNowhere()
    {
        using var service = new LineService(
            [new Echo()], Microsoft.Extensions.Options.Options.Create(new LinesOptions { Enabled = false }), new(TimeProvider.System), TimeProvider.System, NullLoggerFactory.Instance);
        await service.StartAsync(CancellationToken.None);
        service.EndPointOf("echo").ShouldBeNull();
    }

    [Fact]
    public void OddFrames_AreKeptUpToANumber_NewestFirst()
    {
        var book = new OddFrameBook(TimeProvider.System);
        var line = new Line(new Nothing(), "192.0.2.1:1", TimeProvider.System, () => { });
        for (var i = 0; i < 300; i++)
            book.Add("echo", line, $"odd {i}", new(Encoding.ASCII.GetBytes(new string('x', 600))));
        var frames = book.Newest();
        frames.Count.ShouldBe(200);
        frames[0].Why.ShouldBe("odd 299");
        frames[0].Length.ShouldBe(600);
        frames[0].Hex.Length.ShouldBe(1024);
    }

    // The refusal may come before connecting is over.
    private static async Task<bool> IsTurnedAway(LineBed bed)
    {
        try
        {
            using var socket = await bed.Connect();
            return await socket.IsHungUp();
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private sealed class Nothing : System.IO.Pipelines.IDuplexPipe
    {
        public System.IO.Pipelines.PipeReader Input { get; } = new System.IO.Pipelines.Pipe().Reader;

        public System.IO.Pipelines.PipeWriter Output { get; } = new System.IO.Pipelines.Pipe().Writer;
    }

    private sealed class Echo(int port = 0, string name = "echo", int most = 100) : ILineProtocol
    {
        public string Name => name;

        public LineOptions Options { get; } = new() { Port = port, MostConnections = most };

        public async Task Serve(Line line, CancellationToken cancel)
        {
            while (true)
            {
                var result = await line.Input.ReadAsync(cancel);
                line.Heard();
                foreach (var piece in result.Buffer)
                    await line.Send(piece);
                line.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted || result.IsCanceled)
                    return;
            }
        }
    }
}
