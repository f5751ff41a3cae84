using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.Places;
using Linli.Platform.Text;

namespace Linli.People.Import;

/// <summary>The owners of a home in a file beside those of the register: who stays, and whether the shares fit.</summary>
internal sealed class MemberOwners(ImportTask task)
{
    /// <summary>Asks where both name other owners, and refuses shares above the whole.</summary>
    /// <returns>True when the owners of the register stay and those of the file do not become owners.</returns>
    public bool Check(List<ImportMember> members, Home home)
    {
        var owners = members.Where(m => m.IsIn && m.Relation == HomeRelation.Owner).DistinctBy(m => m.Person!.Id).ToList();
        if (owners.Count == 0)
            return false;
        var inFile = owners.Select(m => m.Person!.Id).ToHashSet();
        var others = task.Known.Ties.GetValueOrDefault(home.Id.Value, []).Where(t => t.Relation == HomeRelation.Owner && !inFile.Contains(t.PersonId)).ToList();
        var companies = task.Known.CompanyShares.GetValueOrDefault(home.Id.Value, []);
        var kept = others;
        var newcomers = owners.Where(m => task.TieOf(m, home, HomeRelation.Owner) is null).ToList();
        var ownersStay = false;
        // Co-owners whose shares add up are no contradiction.
        if (others.Count > 0 && newcomers.Count > 0 && !Fits(owners, others, companies))
        {
            var verdict = Ask(newcomers[0].Row, others);
            ownersStay = verdict is Verdict.Keep or null;
            if (verdict == Verdict.Skip)
                newcomers.ForEach(m => m.Row.Problem = ImportTask.LeftOut(ConflictKind.Owner));
            if (verdict == Verdict.Replace)
            {
                others.ForEach(t => task.Plan.Ended[t] = TieEnd.Sold);
                kept = [];
            }
        }

        if (!ownersStay)
            CheckShares(owners, kept, companies, home);
        return ownersStay;
    }

    private Verdict? Ask(ImportRow row, List<HomeTie> others)
    {
        var names = string.Join('、', others.Select(t => Masked.Name(task.Known.ById.GetValueOrDefault(t.PersonId)?.Name)));
        return task.Ask(new(ConflictKind.Owner, row.Read.Number, Masked.Name(row.Read.Name), row.Home!.Label, names, Masked.Name(row.Read.Name)));
    }

    private static bool Fits(List<ImportMember> owners, List<HomeTie> others, List<Share> companies) =>
        owners.TrueForAll(m => m.Row.Read.Share is not null) && others.TrueForAll(t => TieRules.ShareOf(t) is not null)
        && !Exceed([.. owners.Select(m => m.Row.Read.Share!.Value), .. others.Select(t => TieRules.ShareOf(t)!.Value), .. companies]);

    private static bool Exceed(IEnumerable<Share> shares)
    {
        var (n, d) = Share.Sum(shares);
        return n > d;
    }

    private void CheckShares(List<ImportMember> owners, List<HomeTie> kept, List<Share> companies, Home home)
    {
        var stated = owners.Where(m => m.Row.Read.Share is not null && m.Row.Problem is null).ToList();
        var stays = owners.Except(stated).Select(m => task.TieOf(m, home, HomeRelation.Owner)).OfType<HomeTie>().Select(TieRules.ShareOf).OfType<Share>();
        var all = stated.Select(m => m.Row.Read.Share!.Value).Concat(stays).Concat(kept.Select(TieRules.ShareOf).OfType<Share>()).Concat(companies).ToList();
        if (stated.Count == 0 || !Exceed(all))
            return;
        var (n, d) = Share.Sum(all);
        var rows = string.Join('、', stated.Select(m => m.Row.Read.Number));
        foreach (var owner in stated)
            owner.Row.Problem = new(ImportColumns.Share, (
                $"这套房屋的份额合计 {n}/{d}，超过 100%（第 {rows} 行），请核对产权证",
                $"The shares of this home add up to {n}/{d}, more than the whole (rows {rows}): check the certificate"));
    }
}
