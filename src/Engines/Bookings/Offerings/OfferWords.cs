using Linli.Bookings.Reserve;
using static Linli.Web.Bilingual;

namespace Linli.Bookings.Offerings;

/// <summary>An offering in a list, in words.</summary>
internal static class OfferWords
{
    public static string Says(OfferingLine o) => string.Join(" · ", new[]
    {
        o.Room is { } room ? T($"{room.Capacity} 人", $"{room.Capacity} people") : null,
        o.Room is { } r ? string.Join(T("、", ", "), r.Uses.Select(u => u.Name.ToString())) : o.Where?.ToString(),
        o.Room is { } h ? h.Hours.ToString() : o.Next.Count > 0 ? BookingRules.Words(o.Next[0].Start).ToString() : null,
    }.Where(s => !string.IsNullOrEmpty(s)));

    public static string? Left(OfferingLine o) => o.Room is not null || o.Next.Count == 0 ? null
        : o.Next[0].Draw is not null ? T("摇号", "draw") : o.Next[0].Left == 0 ? T("候补", "wait") : T($"余 {o.Next[0].Left}", $"{o.Next[0].Left} left");
}
