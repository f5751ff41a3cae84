using System.IO.Pipelines;
using Linli.Mqtt;
using Linli.Mqtt.Connections;
using Linli.Mqtt.Messages;
using Linli.Sensing;
using Linli.Sensing.Lines;
using Linli.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Linli.Devices.Tests.Mqtt;

/// <summary>The gateway over doubles of the engine: with pipes instead of sockets, or listening.</summary>
internal sealed class MqttBed
{
    public MqttBed(MqttOptions? options = null)
    {
        Options = options ?? new() { AnswerWithin = 0 };
        Sessions = new(new(Devices, Lines, Readings, new(new MeasureNames()), Microsoft.Extensions.Options.Options.Create(Options), Time));
        Device = Devices.Add("C-1007");
    }

    private readonly List<Line> lines = [];

    public MqttOptions Options { get; }

    public KnownDevices Devices { get; } = new();

    public KeptReadings Readings { get; } = new();

    public OpenLines Lines { get; } = new();

    public FakeTime Time { get; } = new(TestTown.Start) { Measures = true };

    public Sessions Sessions { get; }

    /// <summary>What is noted of the device for whoever keeps it.</summary>
    public List<string> Odd { get; } = [];

    public Device Device { get; }

    /// <summary>A connection that the gateway serves.</summary>
    public Wire Connect()
    {
        // What is sent has been handled when sending returns, so that cuts are where the test makes them.
        var inline = new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);
        var (toServer, toDevice) = (new Pipe(inline), new Pipe());
        var line = new Line(new Duplex(toServer.Reader, toDevice.Writer), "test", Time, () => { }, (_, why, _) => Odd.Add(why)) { IdleAfter = TimeSpan.FromSeconds(10) };
        lines.Add(line);
        return new(toServer.Writer, toDevice.Reader, Serve(line, toDevice.Writer, toServer.Reader));
    }

    /// <summary>Hangs up on the silent ones, as the engine does every second.</summary>
    public void Sweep()
    {
        foreach (var line in lines)
            line.HangUpIfSilent();
    }

    /// <summary>A connection that has signed in.</summary>
    public async Task<Wire> SignedIn(int version, ushort keepAlive = 0)
    {
        var wire = Connect();
        await wire.Send(Packets.Connect(version, "C-1007", "C-1007-key", keepAlive: keepAlive));
        (await wire.Read())[3].ShouldBe((byte)0);
        return wire;
    }

    private async Task Serve(Line line, PipeWriter output, PipeReader input)
    {
        await new Session(line, Sessions).Run(CancellationToken.None);
        await output.CompleteAsync();
        await input.CompleteAsync();
    }

    /// <summary>The gateway on real ports.</summary>
    public LineService Listening(int port = 0)
    {
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        var tls = new TlsCertificate(options, NullLogger<TlsCertificate>.Instance);
        return new(
            [
                new MqttProtocol(DeviceProtocols.Mqtt, new() { Port = port }, new(Sessions), null),
                new MqttProtocol(MqttProtocol.TlsName, new() { Port = tls.IsThere() ? 0 : -1 }, new(Sessions), tls),
            ],
            Microsoft.Extensions.Options.Options.Create(new LinesOptions()), new(Time), Time, NullLoggerFactory.Instance);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

/// <summary>The device's end of a connection.</summary>
internal sealed class Wire(PipeWriter output, PipeReader input, Task served)
{
    /// <summary>Completed when the gateway has done with the connection.</summary>
    public Task Served => served;

    public async Task Send(params byte[] bytes) => await output.WriteAsync(bytes);

    public async Task HangUp() => await output.CompleteAsync();

    /// <summary>The next packet; empty when the gateway has closed the connection.</summary>
    public async Task<byte[]> Read()
    {
        while (true)
        {
            var read = await input.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            var bytes = read.Buffer;
            if (Linli.Mqtt.Wire.Frame.Read(bytes, int.MaxValue, out _, out var head, out var length) == Linli.Mqtt.Wire.FrameStatus.Whole)
            {
                var packet = System.Buffers.BuffersExtensions.ToArray(bytes.Slice(0, head + length));
                input.AdvanceTo(bytes.GetPosition(head + length));
                return packet;
            }

            input.AdvanceTo(bytes.Start, bytes.End);
            if (read.IsCompleted)
                return [];
        }
    }

    /// <summary>Waits until the gateway has closed the connection, and answers the last packet before.</summary>
    public async Task<byte[]> LastWord()
    {
        byte[] last = [];
        while (await Read() is { Length: > 0 } packet)
            last = packet;
        await served.WaitAsync(TimeSpan.FromSeconds(30));
        return last;
    }
}
