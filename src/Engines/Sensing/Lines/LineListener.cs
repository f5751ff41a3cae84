using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Lines;

/// <summary>Listens for one protocol and looks after its connections.</summary>
internal sealed class LineListener(
    ILineProtocol protocol, IConnectionListener listener, TimeProvider time, OddFrameBook odd, ILogger log, CancellationToken stopping)
{
    private readonly ConcurrentDictionary<Line, Task> open = new();
    private readonly ConcurrentDictionary<IPAddress, int> byAddress = new();
    private int count;

    public string Protocol => protocol.Name;

    public IPEndPoint EndPoint => (IPEndPoint)listener.EndPoint;

    public int Open => count;

    /// <summary>Takes connections until it is unbound.</summary>
    public async Task Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await listener.AcceptAsync(stopping) is not { } connection)
                    return;
                Take(connection);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                // Out of handles, most likely: connections that end give some back.
                log.LogError(e, "A connection on {EndPoint} ({Protocol}) could not be taken.", EndPoint, protocol.Name);
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    /// <summary>Hangs up on those who were silent for too long.</summary>
    public void Sweep()
    {
        foreach (var (line, _) in open)
            line.HangUpIfSilent();
    }

    public async Task Stop()
    {
        await listener.UnbindAsync(CancellationToken.None);
        foreach (var (line, _) in open)
            line.HangUp("the server stops");
        await Task.WhenAll(open.Values);
        await listener.DisposeAsync();
    }

    private void Take(ConnectionContext connection)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        var (all, here) = (Interlocked.Increment(ref count), byAddress.AddOrUpdate(address, 1, (_, n) => n + 1));
        if (all > protocol.Options.MostConnections || here > protocol.Options.MostPerAddress)
        {
            LineTelemetry.Turned(protocol.Name);
            Leave(address);
            connection.Abort();
            _ = connection.DisposeAsync().AsTask();
            return;
        }

        LineTelemetry.Came(protocol.Name);
        KeepAlive(connection);
        _ = Task.Run(() => Serve(connection, address), CancellationToken.None);
    }

    // A device that may be silent for ever is noticed by the system when it lost its power.
    private static void KeepAlive(ConnectionContext connection)
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
            return;
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 120);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 30);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has gone already, or the system knows no such times.
        }
    }

    private void Leave(IPAddress address)
    {
        Interlocked.Decrement(ref count);
        if (byAddress.AddOrUpdate(address, 0, (_, n) => n - 1) <= 0)
            byAddress.TryRemove(new KeyValuePair<IPAddress, int>(address, 0));
    }

    private async Task Serve(ConnectionContext connection, IPAddress address)
    {
        var ended = new TaskCompletionSource();
        Line? line = null;
        SslStream? secured = null;
        try
        {
            if (await Secured(connection) is not { } transport)
                return;
            secured = (transport as Pair)?.Stream;
            line = new(transport, connection.RemoteEndPoint?.ToString() ?? "", time, connection.Abort, Odd)
            {
                IdleAfter = protocol.Options.SignInWithin,
                Certificate = (transport as Pair)?.Certificate,
            };
            open[line] = ended.Task;
            await protocol.Serve(line, stopping);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionResetException or ConnectionAbortedException)
        {
            // The device went without a word; its gateway has said so.
        }
        catch (Exception e)
        {
            log.LogError(e, "Speaking {Protocol} with {Device} failed; it was hung up on.", protocol.Name, line?.Device ?? "an unknown device");
        }
        finally
        {
            if (line?.HungUpBecause is { } why)
                log.LogDebug("Hung up on {Device} ({Protocol}): {Why}.", line.Device ?? "an unknown device", protocol.Name, why);
            await Close(connection, line, secured);
            Leave(address);
            LineTelemetry.Went(protocol.Name);
            ended.SetResult();
        }
    }

    private async Task Close(ConnectionContext connection, Line? line, SslStream? secured)
    {
        try
        {
            line?.Dispose();
            if (secured is not null)
                await secured.DisposeAsync();
            await connection.Transport.Input.CompleteAsync();
            await connection.Transport.Output.CompleteAsync();
            await connection.DisposeAsync();
        }
        catch (Exception e)
        {
            log.LogDebug(e, "Closing a connection failed.");
        }
        finally
        {
            if (line is not null)
                open.TryRemove(line, out _);
        }
    }

    private async Task<IDuplexPipe?> Secured(ConnectionContext connection)
    {
        if (protocol.Tls is not { } tls)
            return connection.Transport;
        var stream = new SslStream(new TwoWayStream(connection.Transport));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(protocol.Options.SignInWithin);
        try
        {
            await stream.AuthenticateAsServerAsync(tls, patience.Token);
            return new Pair(PipeReader.Create(stream), PipeWriter.Create(stream), stream.RemoteCertificate, stream);
        }
        catch (Exception e) when (e is AuthenticationException or OperationCanceledException or IOException)
        {
            await stream.DisposeAsync();
            return null;
        }
    }

    private void Odd(Line line, string why, ReadOnlySequence<byte> frame)
    {
        LineTelemetry.WasOdd(protocol.Name);
        odd.Add(protocol.Name, line, why, frame);
    }

    private sealed record Pair(PipeReader Input, PipeWriter Output, X509Certificate? Certificate, SslStream Stream) : IDuplexPipe;
}
