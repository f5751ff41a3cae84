using Linli.Platform.Text;

namespace Linli.Ledger.Desk;

/// <summary>Words of the desk's pages.</summary>
internal static class DeskWords
{
    public static Phrase Of(OwnerKind owner) => owner switch
    {
        OwnerKind.Person => ("居民", "person"),
        OwnerKind.Household => ("户", "household"),
        OwnerKind.Shop => ("商户", "shop"),
        OwnerKind.Cooperative => ("经济合作社", "cooperative"),
        OwnerKind.Fund => ("基金", "fund"),
        OwnerKind.Programme => ("项目预算", "programme budget"),
        OwnerKind.Issuer => ("发行方", "issuer"),
        OwnerKind.Operator => ("运营方", "operator"),
        _ => ("外部", "outside"),
    };

    public static string Month(int month) => $"{month / 100}-{month % 100:00}";
}
