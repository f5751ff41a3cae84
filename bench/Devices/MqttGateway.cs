using System.Net;
using Linli.Mqtt;
using Linli.Mqtt.Connections;
using Linli.Mqtt.Messages;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Linli.Bench.Devices;

/// <summary>The gateway as it is, over a journal and a register that lets every device in.</summary>
internal static class MqttGateway
{
    public static async Task Serve(string folder, int port, CancellationToken cancel)
    {
        using var journal = new SyncedJournal(Path.Combine(folder, "journal.bin"));
        var sessions = new Sessions(new(new AnyDevice(), new NoLines(), journal, new(new MeasureNames()), Options.Create(new MqttOptions()), TimeProvider.System));
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        await using var listener = await sockets.BindAsync(new IPEndPoint(IPAddress.Loopback, port), cancel);
        Console.WriteLine("ready");
        try
        {
            while (await listener.AcceptAsync(cancel) is { } connection)
                _ = Speak(connection, sessions, cancel);
        }
        catch (OperationCanceledException)
        {
            // The bench is over.
        }
    }

    private static async Task Speak(ConnectionContext connection, Sessions sessions, CancellationToken cancel)
    {
        using var line = new Line(connection.Transport, "", TimeProvider.System, connection.Abort);
        try
        {
            await new Session(line, sessions).Run(cancel);
        }
        catch (ConnectionResetException)
        {
            // The bench hangs up without a word.
        }

        await connection.DisposeAsync();
    }

    private sealed class AnyDevice : IDevices
    {
        public Device? Find(DeviceId id) => null;

        public Device? ByCode(string code) => null;

        public Device? ByAddress(string protocol, string address) => null;

        public IReadOnlyCollection<Device> OfKind(string kind) => [];

        public Device Enter(string code, string key) =>
            new(DeviceId.From(Guid.CreateVersion7()), code, code, "meter", ScopePath.Root, DeviceState.InService, CoordinateSystem.Wgs84, null, null);

        public CancellationToken EndOf(DeviceId id) => CancellationToken.None;
    }

    private sealed class NoLines : IDeviceLines
    {
        public DeviceConnection Open(DeviceId device, string protocol, Func<DeviceCommand, CancellationToken, Task<CommandOutcome>> deliver, Action taken) => new Nothing();

        public bool IsOpen(DeviceId device) => false;

        private sealed class Nothing : DeviceConnection
        {
            public override void Heartbeat()
            {
            }

            public override void Left(bool lost)
            {
            }

            public override void Dispose()
            {
            }
        }
    }
}
