using Linli.Bookings.Offerings;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Reserve;

/// <summary>
/// Only for who was at something before (先培训后预约): <c>training:</c> and the id of that offering, such as an hour of introduction before
/// one works at a machine alone. Having been seen at one of its sessions is enough.
/// </summary>
internal sealed class TrainingDone(LinliDb db, OfferingBook offerings) : IBookingCondition
{
    public const string ConditionCode = "training";

    public string Code => ConditionCode;

    /// <summary>The condition as <see cref="BookingTerms.Conditions"/> has it.</summary>
    public static string Of(OfferingId offering) => $"{ConditionCode}:{offering.Value}";

    /// <summary>Of which offering a condition speaks; <c>null</c> where it is another one.</summary>
    public static OfferingId? Read(string condition) =>
        condition.StartsWith(ConditionCode + ":", StringComparison.Ordinal) ? new(Guid.TryParse(condition[(ConditionCode.Length + 1)..], out var id) ? id : Guid.Empty) : null;

    public async Task<Problem?> Check(BookingQuestion question, CancellationToken cancel)
    {
        if (!Guid.TryParse(question.Argument, out var id) || await offerings.Find(new OfferingId(id), cancel) is not { } training)
            return BookingProblems.ConditionUnknown;
        // Of exactly this person.
        var was = await db.Records<AttendanceRow>().AnyAsync(
            a => a.Present && db.Unfiltered<ReservationRow>().Any(r => r.Id == a.Reservation && r.Person == question.Person && r.Offering == training.Id), cancel);
        return was ? null : Problem.Forbidden(
            "bookings.training_needed", $"这一项要先参加“{training.TitleZh}”。请先预约它，到场签到以后就可以约了。", $"This asks for “{training.TitleEn}” first: book that, and once you were seen there you can book this.");
    }

    /// <summary>A training that nobody could ever do: one that is not there, or the offering itself.</summary>
    public async Task<Problem?> Fault(BookingTerms? terms, OfferingId? own, CancellationToken cancel)
    {
        foreach (var wanted in (terms?.Conditions ?? []).Where(c => c is not null).Select(Read).OfType<OfferingId>())
            if (wanted == own || await offerings.Find(wanted, cancel) is null)
                return Problem.Invalid("conditions", "bookings.training_unknown", "请另选一项已有的预约项目作为培训。", "Choose another offering that exists as the training.");
        return null;
    }
}
