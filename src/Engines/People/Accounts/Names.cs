using Linli.Platform.Text;

namespace Linli.People.Accounts;

/// <summary>How people are called.</summary>
internal static class Names
{
    /// <summary>To themselves.</summary>
    public static string Own(Person person) => person.Name ?? person.PhoneMask ?? "";

    /// <summary>To whoever signed in: the register's name only once they have shown to be that person.</summary>
    public static string Own(Account account) => account.ClaimPending ? (account.Kind == AccountKind.Staff ? account.UserName : account.Person!.PhoneMask) ?? "" : Own(account.Person!);

    /// <summary>Somebody who had their data deleted.</summary>
    public static string Erased => new Phrase("已注销用户", "deleted account").ToString();

    /// <summary>To others: staff act under their full name, residents are masked.</summary>
    public static string ForOthers(AccountKind kind, string? name, string? phoneMask) =>
        kind == AccountKind.Staff ? name ?? "" : name is null ? phoneMask ?? "" : Masked.Name(name);
}
