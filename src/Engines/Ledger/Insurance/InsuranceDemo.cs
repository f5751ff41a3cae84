using Linli.Ledger.Payments;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;

namespace Linli.Ledger.Insurance;

/// <summary>A daughter whose past years pay for her father's medicine, and their own accounts.</summary>
internal sealed class InsuranceDemo(LinliDb db, IScopeTree tree, IHomeTies ties, ILedger ledger, IPastPostings past, InsuranceBook book) : IDemoSeeder
{
    private const string Daughter = "和二-6-2-401";
    private const string Father = "和二-4-1-302";

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (await At(Daughter, cancel) is not { } donor || await At(Father, cancel) is not { } beneficiary)
            return;
        var at = Clock.ToMicroseconds(samples.Now.AddDays(-20));
        var fund = await ledger.Open(new(new(OwnerKind.Outside, "insurance-fund"), LedgerUnit.InsuranceFen, "outside", tree.Town(), null) { Label = ("医疗保障基金", "Medical insurance fund") }, cancel);
        var transfers = new List<Transfer>();
        foreach (var (person, purpose, fen) in new[] { (donor, InsuranceBook.PastYears, 386_000L), (donor, InsuranceBook.ThisYear, 142_000L), (beneficiary, InsuranceBook.PastYears, 600L) })
            transfers.Add(new(CreditInsuranceHandler.Poster, $"demo-{transfers.Count}", "insurance.credit", ("医保个人账户划入", "Paid in by the insurance fund"),
                [Entry.From(fund, new InsuranceFen(fen)), Entry.To(await book.Open(person, purpose, cancel), new InsuranceFen(fen))]));
        await past.PostAll(transfers, at, cancel);
        db.Records<FamilySharing>().Add(new()
        {
            Id = Guid.CreateVersion7(at), Donor = donor, Beneficiary = beneficiary, Kinship = Kinship.Parent, Registered = true, State = SharingState.Active, AskedAt = at, AgreedAt = at.AddHours(2),
        });
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private async Task<Guid?> At(string home, CancellationToken cancel) => (await ties.AtHome(home, cancel)).OrderBy(t => t.Id).Select(t => (Guid?)t.Person).FirstOrDefault();
}
