using System.Net;
using System.Net.Sockets;

namespace Linli.Platform.Outside;

/// <summary>
/// Addresses that somebody else chose and that Linli then connects to: receivers of events, push services. They must lie
/// outside, or a resident could let Linli knock at doors within the operator's own network.
/// </summary>
public static class OutsideAddresses
{
    /// <summary>Whether the address can be posted to at all: https, or http where the inside is allowed, with nothing hidden in it.</summary>
    public static bool IsWellFormed(string url, bool allowPrivate) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && allowPrivate));

    /// <summary>
    /// Whether the address says of itself that it lies inside. A name that leads inside is found when it is connected to:
    /// see <see cref="OutsideConnections"/>.
    /// </summary>
    public static bool NamesInside(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.IsLoopback || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IsPrivate(address)));

    /// <summary>
    /// Addresses that only exist inside: loopback, private, link-local (a cloud's metadata service), carrier NAT, multicast,
    /// unspecified; also when written as IPv6.
    /// </summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return true;
        var b = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return b[0] is 0 or 10 or 127 or >= 224
                || (b[0] == 100 && b[1] is >= 64 and < 128)
                || (b[0] == 169 && b[1] == 254)
                || (b[0] == 172 && b[1] is >= 16 and < 32)
                || (b[0] == 192 && b[1] == 168)
                || (b[0] == 192 && b[1] == 0 && b[2] == 0)
                || (b[0] == 198 && b[1] is 18 or 19);
        return address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast
            || address.Equals(IPAddress.IPv6Any)
            || (b[0] == 0 && b[1] == 0x64 && b[2] == 0xff && b[3] == 0x9b) // NAT64: an IPv4 address inside
            || (b[0] == 0x20 && b[1] == 0x02); // 6to4: the same
    }
}
