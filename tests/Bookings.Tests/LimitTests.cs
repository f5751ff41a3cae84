using Linli.Bookings.Attend;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Tests;

/// <summary>Limits that a household shares, and what one has to have been at first.</summary>
public class LimitTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Quota_OfAHousehold_CountsEverybodyOfIt_WhetherDecidedTogetherOrAlone_AndTrainingComesFirst(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var (mother, father) = (await hall.Town.VerifiedResident("19900000901", home: true), await hall.Town.VerifiedResident("19900000902", home: true));
        var household = Guid.CreateVersion7(TestTown.Start);
        await hall.Look(db => db.Unfiltered<HomeTie>().ExecuteUpdateAsync(u => u.SetProperty(t => t.HouseholdId, household)));
        var terms = new BookingTerms { Quotas = [new(QuotaOf.Kind, QuotaPer.Household, QuotaPeriod.Ahead, 1)] };
        var (film, play, drawn) = (await hall.Session(5, terms), await hall.Session(5, terms, start: Hall.Evening.AddDays(1)), await hall.Session(5, terms with { DrawHoursBefore = 2 }));
        var made = (await hall.Book(mother, film)).Value!;
        var full = (await hall.Book(father, play)).Problem;
        (full.Code, full.Message.Zh.Contains("每户最多预约 1 次", StringComparison.Ordinal)).ShouldBe(("bookings.quota", true));
        (await hall.Book(father, drawn)).Problem.Code.ShouldBe("bookings.quota", "what is drawn is decided alone");
        (await hall.Book(await hall.Resident(), play)).Ok.ShouldBeTrue("another household");
        (await hall.Town.Run(mother, new CancelReservation { Id = made.Id })).Problems.ShouldBeEmpty();
        (await hall.Book(father, play)).Ok.ShouldBeTrue();

        await Training(hall, await hall.Resident());
    }

    private static async Task Training(Hall hall, Guid me)
    {
        var hour = await hall.Session(9);
        var introduction = (await hall.Row(hour)).Offering;
        KeepOffering Machine(string condition) => new()
        {
            Place = "hf-1", TitleZh = "激光切割机", TitleEn = "Laser cutter", FirstDay = new(2026, 11, 25), From = new(9, 0), Minutes = 60, Terms = new() { Conditions = [condition] },
        };
        (await hall.Town.Run(hall.Desk, Machine($"training:{Guid.Empty}"))).Problem.Field.ShouldBe("conditions");
        (await hall.Town.Run(hall.Desk, Machine("training:laser"))).Problem.Code.ShouldBe("bookings.training_unknown");
        var machine = (await hall.Town.Run(hall.Desk, Machine(TrainingDone.Of(introduction)))).Value;
        (await hall.Town.Run(hall.Desk, Machine(TrainingDone.Of(machine)) with { Id = machine })).Problem.Field.ShouldBe("conditions", "nobody could ever begin");
        var alone = (await hall.Look(db => db.Unfiltered<Linli.Bookings.Sessions.SessionRow>().SingleAsync(s => s.Offering == machine))).Id;
        var refused = (await hall.Book(me, alone)).Problem;
        (refused.Code, refused.Message.Zh.Contains("露天电影", StringComparison.Ordinal)).ShouldBe(("bookings.training_needed", true));
        var place = (await hall.Book(me, hour)).Value!;
        (await hall.Book(me, alone)).Problem.Code.ShouldBe("bookings.training_needed", "booked is not done");
        hall.Town.Time.SetTo(Hall.Evening);
        (await hall.Town.Run(hall.Desk, new CheckIn(Code: place.Code) { Session = hour })).Problems.ShouldBeEmpty();
        (await hall.Book(me, alone)).Ok.ShouldBeTrue();
    }
}
