using System.Net;
using System.Net.Sockets;

namespace Linli.Platform.Outside;

/// <summary>Connections to addresses that others chose: no redirects, no proxies, no cookies, and none to the inside unless that is allowed.</summary>
public static class OutsideConnections
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    /// <summary>A client that waits ten seconds for an answer.</summary>
    /// <param name="allowPrivate">Whether the inside is allowed; asked at each new connection.</param>
    /// <param name="setting">Name of the setting that allows it, for the message.</param>
    public static HttpClient Client(Func<bool> allowPrivate, string setting) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = (context, cancel) => Connect(context.DnsEndPoint, allowPrivate(), setting, cancel),
    })
    {
        Timeout = LongestAnswer,
    };

    /// <summary>Whether an exception means that the receiver could not be reached, and not that something here is broken.</summary>
    public static bool IsUnreachable(Exception e, CancellationToken cancel) =>
        e is HttpRequestException or SocketException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested);

    /// <summary>The same in a few words.</summary>
    public static string Describe(Exception e) =>
        e is OperationCanceledException ? "No answer within 10 seconds." : e.InnerException?.Message ?? e.Message;

    // Checked on the very address that is connected to: a name may mean another machine from one question to the next.
    private static async ValueTask<Stream> Connect(DnsEndPoint to, bool allowPrivate, string setting, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(to.Host, cancel);
        if (!allowPrivate && Array.Exists(addresses, OutsideAddresses.IsPrivate))
            throw new HttpRequestException($"{to.Host} lies inside the network; an operator may allow that with {setting}.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
