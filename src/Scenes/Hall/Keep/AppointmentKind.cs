using Linli.Bookings;
using Linli.Places;

namespace Linli.Hall.Keep;

/// <summary>Appointments with a hall (预约办) are bookings like all others.</summary>
internal static class AppointmentKind
{
    public const string Code = "hall";

    public static readonly OfferingKind Kind = new(Code, ("大厅预约", "Appointments with the hall"), Scene.Services, "building-bank")
    {
        MadeAtDesk = false,
        Terms = new() { ClosesMinutesBefore = 0, WaitList = false, CancelHours = 1, Quotas = [new(QuotaOf.Kind, QuotaPer.Person, QuotaPeriod.Day, 1)], NoShow = new(2, 90, 30) },
    };
}
