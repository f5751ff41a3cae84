using Linli.Ledger;
using Linli.Ledger.Insurance;
using Linli.MachineSimulator;
using Linli.Market.Machines;
using Linli.Market.Machines.Buy;
using Linli.Market.Machines.Desk;
using Linli.Market.Machines.Disputes;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Tests.Machines;

/// <summary>Medicine of class B at a machine, paid by insurance: one's own account, then past years of one near relative (R32, R35, R36).</summary>
[Trait("Rule", "R35")]
public class InsuranceTests
{
    private static readonly DateOnly today = Platform.Time.LocalTime.DateOf(TestTown.Start);

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Medicine_IsPaidByInsurance_OwnFirst_ThenTheDaughtersPastYears_AndTheAppleByTheWallet(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var (id, machine) = await Stand(town);
        using var _ = machine;
        var (father, daughter) = (await town.Buyer(10_000), await town.Buyer(0, "19900007002"));
        await Credit(town, father, InsuranceBook.PastYears, 300);
        await Credit(town, daughter, InsuranceBook.PastYears, 100_400);
        await Credit(town, daughter, InsuranceBook.ThisYear, 50_000);
        await Share(town, daughter, father);
        var face = (await town.Town.Ask(father, new SeeMachine("otc9"))).Value!;
        face.Insurance.ShouldBe(new InsuranceMeans(300, 400), "this year's money is the daughter's alone, and 1,000 yuan stay with her");

        // Two packs of 4.50 and an apple: 9.00 by insurance as far as it goes, the rest by wallet.
        var begun = (await town.Town.Run(father, new OpenCabinet(Seen: face.Seen, Insurance: true) { Code = "otc9" })).Value!;
        await machine.Pull(0, default);
        machine.TakeOut(1, 48);
        machine.TakeOut(2, 500);
        machine.CloseDoor();
        await machine.Post(default);
        (await town.See(father, begun.Id)).ShouldSatisfyAllConditions(v => v.TotalFen.ShouldBe(1_498), v => v.InsuranceFen.ShouldBe(700), v => v.ChargedFen.ShouldBe(798), v => v.DebtFen.ShouldBe(0));
        (await town.Wallet(father)).ShouldBe((9_202, 0));
        (await Have(town, father, InsuranceBook.PastYears)).ShouldBe(0);
        (await Have(town, daughter, InsuranceBook.PastYears)).ShouldBe(100_000);
        (await Have(town, daughter, InsuranceBook.ThisYear)).ShouldBe(50_000);
        (await town.Town.Ask(daughter, new MyInsurance())).Value!.ShouldSatisfyAllConditions(v => v.Gives.Single().UsedFen.ShouldBe(400), v => v.Uses.Single().Fen.ShouldBe(400));

        // What comes back goes to insurance again, never into the wallet: the relative's first.
        var dispute = (await town.Town.Run(father, new Dispute("药盒是空的") { Session = begun.Id })).Value!;
        (await town.Town.Run(town.Operator, new DecideDispute(1_499, "核对") { Id = dispute.Id })).Problem.Code.ShouldBe("market.machine_refund_more");
        (await town.Town.Run(town.Operator, new DecideDispute(1_298, "两盒是空的，退回") { Id = dispute.Id })).Ok.ShouldBeTrue();
        (await town.Wallet(father)).ShouldBe((10_000, 0));
        (await Have(town, daughter, InsuranceBook.PastYears)).ShouldBe(100_400);
        (await Have(town, father, InsuranceBook.PastYears)).ShouldBe(100);
        (await town.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Insurance_PaysForNothingElse_AndForNobodyElse(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var (_, machine) = await Stand(town);
        using var _ = machine;
        var chen = await town.Buyer(10_000);
        await Credit(town, chen, InsuranceBook.PastYears, 5_000);
        var begun = (await town.Town.Run(chen, new OpenCabinet(Insurance: true) { Code = "otc9" })).Value!;
        await machine.Pull(0, default);
        machine.TakeOut(2, 500);
        machine.CloseDoor();
        await machine.Post(default);
        (await town.See(chen, begun.Id)).ShouldSatisfyAllConditions(v => v.InsuranceFen.ShouldBe(0), v => v.ChargedFen.ShouldBe(598));
        (await Have(town, chen, InsuranceBook.PastYears)).ShouldBe(5_000, "an apple is no medicine");
        (await town.Town.Run(await town.Buyer(10_000, "19900007003", verified: false), new OpenCabinet(Insurance: true) { Code = "otc9" })).Problem.Field.ShouldBe("insurance");
    }

    private static async Task<(Guid, SimulatedMachine)> Stand(MachineTown town)
    {
        var made = (await town.Town.Run(town.Operator, new RegisterMachine(
            "hf-1", MachineKind.Cabinet, "便民药柜", null, "桐荫路 18 号一楼大厅", MachineTown.Shop,
            [new(1, "风油精", "Balm oil", SoldBy.Piece, 450, PieceGrams: 24, Class: GoodsClass.OtcB), new(2, "苹果", "Apples", SoldBy.Weight, 598)], 3000, Code: "otc9",
            Licence: new("浙DB5780026", "桐荫路18号一楼大厅", today.AddYears(1))))).Value!;
        (await town.Town.Run(town.Operator, new RefillShelf(1, 480, Lot: "A1", ExpiresOn: today.AddYears(1)) { Machine = made.Id })).Ok.ShouldBeTrue();
        (await town.Town.Run(town.Operator, new RefillShelf(2, 5_000) { Machine = made.Id })).Ok.ShouldBeTrue();
        var machine = new SimulatedMachine(town.Town.Client(), made.Key, town.Town.Time);
        machine.Fill(1, 480);
        machine.Fill(2, 5_000);
        (await machine.Beat(default)).ShouldBeTrue();
        return (made.Id, machine);
    }

    private static Task<bool> Credit(MachineTown town, Guid who, string purpose, long fen) => town.InTransaction(async s =>
    {
        var (ledger, book) = (s.GetRequiredService<ILedger>(), s.GetRequiredService<InsuranceBook>());
        var fund = await ledger.Open(new(new(OwnerKind.Outside, "insurance-fund"), LedgerUnit.InsuranceFen, "outside", SmallTown.First, null), default);
        var account = await book.Open((await town.PersonOf(who))!.Value, purpose, default);
        return (await ledger.Post(new("test", town.NewKey(), "insurance.credit", ("划入", "In"), [Entry.From(fund, new InsuranceFen(fen)), Entry.To(account, new InsuranceFen(fen))]), default)).Ok;
    });

    private static Task<long> Have(MachineTown town, Guid who, string purpose) => town.InTransaction(async s => await s.GetRequiredService<InsuranceBook>().Of((await town.PersonOf(who))!.Value, purpose, default));

    private static async Task<Guid> Share(MachineTown town, Guid donor, Guid to)
    {
        var (from, beneficiary) = ((await town.PersonOf(donor))!.Value, (await town.PersonOf(to))!.Value);
        return await town.InTransaction(async s =>
        {
            var sharing = new FamilySharing
            {
                Id = Guid.CreateVersion7(TestTown.Start), Donor = from, Beneficiary = beneficiary, Kinship = Kinship.Parent, Registered = true, State = SharingState.Active, AskedAt = TestTown.Start, AgreedAt = TestTown.Start,
            };
            s.GetRequiredService<LinliDb>().Records<FamilySharing>().Add(sharing);
            await Task.CompletedTask;
            return sharing.Id;
        });
    }
}
