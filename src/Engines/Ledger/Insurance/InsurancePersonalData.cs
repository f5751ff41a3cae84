using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Insurance;

/// <summary>With whom a person shares insurance: can be taken along, and ends with the account; the payments stay with the books.</summary>
internal sealed class InsurancePersonalData(LinliDb db, TimeProvider time) : IPersonalData
{
    public string Module => "ledger-insurance";

    public Phrase Title => ("医保家庭共济", "Insurance family account");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var sharings = await Own(subject).AsNoTracking().OrderBy(s => s.AskedAt).ToListAsync(cancel);
        return
        [
            new("sharings", ("共济关系", "Sharings"), [.. sharings.Select(s => new DataValue[]
            {
                DataValue.Instant("asked", ("添加时间", "Asked"), s.AskedAt),
                new("side", ("我是", "I am"), s.Donor == subject.Person ? "授权人" : "使用人"),
                new("kinship", ("关系", "Kinship"), InsuranceWords.Of(s.Kinship).Zh),
                new("state", ("状态", "State"), InsuranceWords.Of(s.State).Zh),
            })]),
        ];
    }

    public Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) => Task.FromResult<IReadOnlyList<DataThatStays>>([]);

    // The other keeps that somebody paid for them, and no longer who.
    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        foreach (var sharing in await Own(subject).ToListAsync(cancel))
        {
            if (sharing.State is SharingState.Asked or SharingState.Active)
                (sharing.State, sharing.EndedAt) = (SharingState.Ended, Clock.Now(time));
            if (sharing.Donor == subject.Person)
                sharing.Donor = Guid.CreateVersion7();
            else
                sharing.Beneficiary = Guid.CreateVersion7();
            sharing.Version++;
        }
    }

    private IQueryable<FamilySharing> Own(DataSubject subject) => db.Records<FamilySharing>().Where(s => s.Donor == subject.Person || s.Beneficiary == subject.Person);
}
