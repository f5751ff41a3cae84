using Linli.Cases;
using Linli.Ledger;
using Linli.Neighbours.Points;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.Volunteering;

/// <summary>Whose report proved right earns; who only pressed "me too" does not (R21).</summary>
[Trait("Rule", "R21")]
public class ReportersTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Report_ThatOthersJoined_EarnsItsReportersOnly(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind);
        var secretary = await bed.Town.StaffClient("secretary");
        await secretary.Post("/ledger/earning-rules", new
        {
            programme = "volunteer",
            @event = EarnByCases.Report,
            nameZh = "反映的问题经核实",
            nameEn = "A report that proved right",
            points = 5,
            from = "2026-11-23",
            proof = "witness",
            source = "居民代表会议",
        }).Good();
        var (reporter, first) = await bed.Adult("13800000001", "吴姐", "1967-05-12", 0);
        var (merged, second) = await bed.Adult("13800000002", "陈立", "1980-05-12", 1);
        var (joined, third) = await bed.Adult("13800000003", "罗蓝", "1965-10-28", 2);
        var accounts = new List<Guid>();
        foreach (var client in new[] { reporter, merged, joined })
            accounts.Add((await client.Get("/me").Good()).Id("account"));
        var moved = new CaseMoved(new(Guid.CreateVersion7()), "HF-2611-0042", SmallTown.First, "report", CaseState.Confirmed, null, accounts, false, CaseAction.Confirm)
        {
            Outcome = CaseOutcome.Solved, Reporters = accounts[..2],
        };
        await bed.Town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            using var turn = await s.GetRequiredService<WriterQueue>().Enter(default);
            await using var transaction = await db.BeginTransaction(default);
            await s.GetRequiredService<EarnByCases>().Handle(new(Guid.CreateVersion7(), bed.Town.Time.GetUtcNow(), moved), default);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return true;
        });
        foreach (var (person, points) in new[] { (first, 5L), (second, 5L), (third, 0L) })
            (await bed.Balance(person, LedgerUnit.Points)).ShouldBe(points);
    }
}
