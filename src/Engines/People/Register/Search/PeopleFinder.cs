using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Search;

internal sealed class PeopleFinder(LinliDb db, RegisterReach reach, RegisterBook book) : IPeopleFinder
{
    private const int Most = 12;

    public async Task<Result<IReadOnlyList<PersonFoundByName>>> Find(string? words, ScopeSet places, CancellationToken cancel)
    {
        var text = (words ?? "").Trim();
        if (text.Length is < 2 or > 60)
            return Problem.Invalid("words", "people.find_words", "请输入至少两个字：姓名、拼音、手机后四位或门牌。", "Type at least two characters: name, pinyin, last four digits of the phone, or home.");
        var people = Living();
        var homes = reach.Running(places).AsNoTracking();
        var latin = text.All(char.IsAsciiLetter) ? text.ToLowerInvariant() : null;
        var found =
            text.Length == 4 && text.All(char.IsAsciiDigit) ? homes.Join(people.Where(p => p.PhoneTail == text), t => t.PersonId, p => p.Id, (t, p) => new { t, p })
            : latin is not null ? homes.Join(people.Where(p => p.NameKey!.StartsWith(latin) || p.NameInitials!.StartsWith(latin)), t => t.PersonId, p => p.Id, (t, p) => new { t, p })
            : homes.Join(people, t => t.PersonId, p => p.Id, (t, p) => new { t, p }).Where(x => x.t.HomeLabel == text || x.p.Name!.StartsWith(text));
        var rows = await found.OrderBy(x => x.t.HomeLabel).ThenBy(x => x.p.Id).Take(Most * 2).Select(x => new { x.p.Id, x.p.Name, x.t.HomeLabel }).ToListAsync(cancel);
        return rows.DistinctBy(r => r.Id).Take(Most).Select(r => new PersonFoundByName(r.Id, Masked.Name(r.Name), r.HomeLabel)).ToList();
    }

    public async Task<PersonByDocument?> ByDocument(string? name, IdentityNumber number, CancellationToken cancel)
    {
        var hash = book.HashOf(number);
        return await Living().Where(p => p.IdentityHash == hash).Select(p => new { p.Id, p.Name }).SingleOrDefaultAsync(cancel) is { } found ? new(found.Id, found.Name == name?.Trim()) : null;
    }

    public async Task<bool> MayBe(Guid person, string? name, IdentityNumber number, CancellationToken cancel)
    {
        var (hash, said) = (book.HashOf(number), name?.Trim());
        return await Living().AnyAsync(p => p.Id == person && p.Name == said && (p.IdentityHash == null || p.IdentityHash == hash), cancel);
    }

    public async Task<Guid?> ByPhone(string? name, MobileNumber phone, CancellationToken cancel)
    {
        var (hash, said) = (book.HashOf(phone), name?.Trim());
        return await Living().Where(p => p.PhoneHash == hash && p.Name == said).Select(p => (Guid?)p.Id).FirstOrDefaultAsync(cancel);
    }

    public async Task<bool> LivesWithin(Guid person, ScopeSet places, CancellationToken cancel) =>
        await reach.Running(places).AnyAsync(t => t.PersonId == person, cancel);

    private IQueryable<Person> Living() => db.Records<Person>().AsNoTracking().Where(p => p.DiedOn == null && p.ErasedAt == null);
}
