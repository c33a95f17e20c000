import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { Announcer } from './announcer/announcer.tsx';
import { Screen } from './screen/screen.tsx';

const queryClient = new QueryClient();

export function App() {
  return (
    // The page's security policy allows no style elements made by scripts.
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <Tooltip.Provider>
          {/* Addresses in the fragment work under any path prefix, with nothing on the server. */}
          {/* oxlint-disable-next-line react/hooks */}
          <Router hook={useHashLocation}>
            <Screen />
            <Announcer />
          </Router>
        </Tooltip.Provider>
      </QueryClientProvider>
    </CSPProvider>
  );
}
